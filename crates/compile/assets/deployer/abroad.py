# From here on: environments in other accounts and regions. Whatever CodePipeline isn't asked is asked there, under the
# role that the environment has for this; so are the bucket and the application the environment's.
HOME = {name: os.environ.get(name, "") for name in ("BUCKET", "APPLICATION")}
at_home, work_at_home = client, work
away = SimpleNamespace(session=None)


def work(want, state):
    client.cache_clear()
    away.session, place = None, HOME  # a warm start may have been elsewhere
    if hasattr(want, "role"):
        away.session, place = session(want, state["job"]), {"BUCKET": want.bucket, "APPLICATION": want.application}
    os.environ.update(place)
    return work_at_home(want, state)


def session(want, job):
    sts = at_home("sts")
    taken = sts.assume_role(RoleArn=want.role, RoleSessionName=job, ExternalId=want.externalId)["Credentials"]
    keys = [taken[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
    return boto3.Session(*keys, region_name=want.region)


@functools.cache
def client(service):
    if away.session is None or service == "codepipeline":
        return at_home(service)
    return away.session.client(service, config=CONFIG)
