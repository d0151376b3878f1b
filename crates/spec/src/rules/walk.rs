//! Every text and every reference to a parameter in a stack, wherever it stands.

use indexmap::IndexMap;

use crate::{Approval, Build, BuildValue, CloudFormation, Code, Commands, Connection, Dependencies, Deploy};
use crate::{
    Engine, Environment, Function, Hook, Image, Invoke, Invoked, Located, Notifications, ParameterRef,
    PolicyStatement, Rule, Setting, Source, Stack, Test, Through, Work,
};

/// Something a user wrote.
pub(super) enum Leaf<'a> {
    Text(&'a Located<String>),
    Parameter(&'a ParameterRef),
    /// A text in CloudFormation's own language.
    Raw(&'a Located<String>),
}

/// Calls `visit` for every leaf, with the part of the stack that it belongs to: "stage `Build`".
pub(super) fn leaves<'a>(stack: &'a Stack, visit: &mut dyn FnMut(&str, Leaf<'a>)) {
    let mut walk = Walk { part: String::new(), visit };
    walk.texts([&stack.name]);
    walk.texts(&stack.description);
    for (key, value) in &stack.tags {
        walk.within("tags", |walk| walk.texts([key, value]));
    }
    for (name, parameter) in stack.parameters() {
        walk.within(&format!("parameter `{}`", name.as_str()), |walk| {
            walk.texts(&parameter.description);
            walk.texts(&parameter.default);
            walk.texts(&parameter.allowed_pattern);
        });
    }
    for (name, variable) in &stack.variables {
        walk.within(&format!("variable `{}`", name.as_str()), |walk| {
            walk.texts([name, &variable.default].into_iter().chain(&variable.description));
        });
    }
    for (name, source) in stack.sources() {
        walk.within("source", |walk| {
            walk.texts(name);
            walk.source(source);
        });
    }
    for (name, function) in stack.functions() {
        walk.within(&format!("function `{}`", name.as_str()), |walk| {
            walk.function(function);
        });
    }
    if let Some(update) = &stack.self_update {
        walk.within("self-update", |walk| {
            walk.texts([&update.template]);
            walk.settings([&update.role]);
            walk.approval(&update.approval);
        });
    }
    for (name, environment) in stack.environments() {
        walk.within(&format!("environment `{}`", name.as_str()), |walk| {
            walk.texts([name]);
            walk.environment(environment);
        });
    }
    for stage in &stack.stages {
        walk.within(&format!("stage `{}`", stage.name.as_str()), |walk| {
            walk.texts([&stage.name]);
            let conditions = stage.before_entry.iter().chain(&stage.on_success);
            conditions.flat_map(|condition| &condition.rules).for_each(|rule| walk.rule(rule));
        });
    }
    for task in stack.tasks() {
        walk.within(&task.part(), |walk| {
            walk.texts(&task.action.name);
            walk.texts(task.work().variables());
            walk.policy(task.work().policy());
            match task.work() {
                Work::Build(build) => walk.build(build),
                Work::Test(test) => walk.test(test),
                Work::Image(image) => {
                    walk.texts([&image.dockerfile, &image.context].into_iter().chain(&image.existing));
                }
                Work::Invoke(invoke) => walk.invoke(invoke),
                Work::Commands(commands) => walk.commands(commands),
                Work::CloudFormation(stack) => walk.cloudformation(stack),
                Work::Approval(approval) => walk.approval(approval),
                Work::Deploy(deploy) => walk.deploy(deploy),
            }
        });
    }
    if let Some(Notifications { emails, topic, channels }) = &stack.notifications {
        walk.within("notifications", |walk| walk.settings(emails.iter().chain(topic)));
        for (name, channel) in channels {
            walk.within(&format!("channel `{}`", name.as_str()), |walk| {
                walk.texts([name]);
                walk.settings(channel.settings());
            });
        }
    }
    walk.texts(&stack.name_prefix);
    walk.texts(&stack.role_path);
    walk.settings(&stack.permissions_boundary);
    if let Some(crate::Encryption { kms_key: crate::KmsKey::Existing(key) }) = &stack.encryption {
        walk.settings([key]);
    }
    for (name, part) in stack.raw() {
        walk.within(&name, |walk| part.texts().iter().for_each(|text| (walk.visit)(&name, Leaf::Raw(text))));
    }
}

struct Walk<'v, 'a> {
    part: String,
    visit: &'v mut dyn FnMut(&str, Leaf<'a>),
}

impl<'a> Walk<'_, 'a> {
    fn within(&mut self, part: &str, look: impl FnOnce(&mut Self)) {
        part.clone_into(&mut self.part);
        look(self);
        self.part.clear();
    }

    fn texts(&mut self, texts: impl IntoIterator<Item = &'a Located<String>>) {
        for text in texts {
            (self.visit)(&self.part, Leaf::Text(text));
        }
    }

    fn settings(&mut self, settings: impl IntoIterator<Item = &'a Setting>) {
        for setting in settings {
            match setting {
                Setting::Literal(text) => (self.visit)(&self.part, Leaf::Text(text)),
                Setting::Parameter(parameter) => (self.visit)(&self.part, Leaf::Parameter(parameter)),
            }
        }
    }

    fn source(&mut self, source: &'a Source) {
        self.texts([source.repository()]);
        self.settings(source.branch());
        match source {
            Source::Connection(Connection { through, triggers, .. }) => {
                if let Through::Host(arn) | Through::Existing(arn) = through {
                    self.settings([arn]);
                }
                if let Some(triggers) = triggers {
                    self.texts(triggers.patterns().flat_map(|(_, patterns)| patterns.texts()));
                }
            }
            Source::S3(object) => self.texts(&object.existing),
            Source::Ecr(image) => self.settings([&image.tag]),
            Source::Codecommit(_) => {}
        }
    }

    fn function(&mut self, function: &'a Function) {
        self.settings(&function.existing);
        self.settings(&function.layers);
        self.texts([&function.handler, &function.description, &function.alias].into_iter().flatten());
        match &function.code {
            Some(Code::Folder { folder, exclude, dependencies }) => {
                self.texts([folder].into_iter().chain(exclude));
                if let Some(Dependencies::Pip(path) | Dependencies::Npm(path)) = dependencies {
                    self.texts([path]);
                }
            }
            Some(Code::Archive(path)) => self.texts([path]),
            None => {}
        }
        if let Some(image) = &function.image {
            self.settings(&image.first);
            self.texts([&image.built_by].into_iter().chain(&image.command).chain(&image.entry_point));
            self.texts(&image.working_directory);
        }
        self.variables(&function.environment);
        self.policy(&function.policy);
    }

    fn invoke(&mut self, invoke: &'a Invoke) {
        if let Invoked::Existing(name) = &invoke.function {
            self.settings([name]);
        }
        self.texts(invoke.parameters.keys());
        self.settings(invoke.parameters.values());
    }

    fn rule(&mut self, rule: &'a Rule) {
        match rule {
            Rule::DeploymentWindow { cron, timezone } => self.texts([cron].into_iter().chain(timezone)),
            Rule::Alarm { name, .. } => self.settings([name]),
            Rule::Invoke(invoke) => self.invoke(invoke),
            Rule::Variable { name, value, .. } => self.texts([name, value]),
        }
    }

    fn commands(&mut self, commands: &'a Commands) {
        self.texts(commands.run.iter().chain(&commands.files));
        for (name, value) in &commands.environment {
            self.texts([name]);
            self.value(value);
        }
    }

    fn cloudformation(&mut self, stack: &'a CloudFormation) {
        match stack {
            CloudFormation::Execute(name) => self.texts([name]),
            CloudFormation::Change(change) => {
                self.texts([&change.stack, &change.template.path].into_iter().chain(&change.template.from));
                self.texts(change.parameters.keys());
                self.settings(change.parameters.values().chain(&change.role));
            }
        }
    }

    fn build(&mut self, build: &'a Build) {
        match &build.image {
            Image::Managed(name) | Image::BuiltBy(name) => self.texts([name]),
            Image::Ecr(image) => {
                self.texts(&image.existing);
                self.settings([&image.tag]);
            }
        }
        for (name, value) in &build.environment {
            self.texts([name]);
            self.value(value);
        }
        self.texts(build.runtime_versions.iter().flat_map(|(language, version)| [language, version]));
        let phases = &build.phases;
        for commands in
            [&build.commands, &phases.install, &phases.pre_build, &phases.build, &phases.post_build]
        {
            self.texts(commands);
        }
        self.texts(&build.buildspec);
        for (name, report) in &build.reports {
            self.texts([name].into_iter().chain(&report.files).chain(&report.base_directory));
        }
        if let Some(crate::Cache::S3(paths) | crate::Cache::LocalPaths(paths)) = &build.cache {
            self.texts(paths);
        }
        self.texts(build.exports.iter().chain(&build.inputs));
        for (name, artifact) in &build.artifacts {
            self.texts([name].into_iter().chain(&artifact.files).chain(&artifact.base_directory));
        }
        if let Some(vpc) = &build.vpc {
            self.settings([&vpc.id].into_iter().chain(&vpc.subnets).chain(&vpc.security_groups));
        }
        let mirrors = &build.mirrors;
        for mirror in [&mirrors.npm, &mirrors.pip, &mirrors.maven].into_iter().flatten() {
            self.texts([&mirror.url]);
            for value in [&mirror.username, &mirror.password, &mirror.token].into_iter().flatten() {
                self.value(value);
            }
        }
    }

    fn test(&mut self, test: &'a Test) {
        self.build(&test.run);
        for (name, values) in &test.matrix {
            self.texts([name].into_iter().chain(values));
        }
    }

    fn value(&mut self, value: &'a BuildValue) {
        match value {
            BuildValue::Plain(setting) => self.settings([setting]),
            BuildValue::ParameterStore(parameter) => {
                self.texts([&parameter.name]);
                self.settings(&parameter.kms_key);
            }
            BuildValue::SecretsManager(secret) => {
                self.texts([&secret.id].into_iter().chain(&secret.key));
                self.settings(&secret.kms_key);
            }
        }
    }

    fn approval(&mut self, approval: &'a Approval) {
        self.settings(approval.emails.iter().chain(&approval.topic));
        self.texts(&approval.message);
    }

    fn deploy(&mut self, deploy: &'a Deploy) {
        self.texts(deploy.alarms.iter().flatten().map(|(name, _)| name));
        self.settings(deploy.hooks.all().filter_map(|(_, hook)| match hook {
            Hook::Existing(existing) => Some(existing),
            Hook::Function(_) => None,
        }));
        if let Engine::CloudFormation(application) = &*deploy.engine {
            self.texts([&application.stack, &application.template]);
            for (name, value) in &application.parameters {
                self.texts([name]);
                self.settings([value]);
            }
            self.policy(&application.policy);
        }
    }

    fn environment(&mut self, environment: &'a Environment) {
        self.settings(&environment.account);
        self.texts(environment.region.iter().chain(&environment.external_id));
        self.texts(environment.alarms.iter().flatten().map(|(name, _)| name));
        environment.approval.iter().for_each(|approval| self.approval(approval));
        for differences in environment.functions.values() {
            self.variables(&differences.environment);
            self.policy(differences.policy.iter().flatten());
            self.settings(differences.layers.iter().flatten());
        }
    }

    fn variables(&mut self, variables: &'a IndexMap<Located<String>, Setting>) {
        for (name, value) in variables {
            self.texts([name]);
            self.settings([value]);
        }
    }

    fn policy(&mut self, policy: impl IntoIterator<Item = &'a PolicyStatement>) {
        for statement in policy {
            self.texts(statement.sid.iter().chain(&statement.actions));
            self.settings(&statement.resources);
        }
    }
}
