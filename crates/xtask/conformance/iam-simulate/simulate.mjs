// Asks iam-simulate about every pair in a file of JSON lines, and prints its decision, or why it has none, line by line.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate'

const named = (documents) => documents.map((policy, at) => ({ name: `policy ${at}`, policy }))
const level = (documents) => (documents ? [{ orgIdentifier: 'o-1', policies: named(documents) }] : [])

const simulation = ({ request, policies }) => ({
  request: {
    principal: request.principal === 'anonymous' ? anonymousPrincipal : request.principal,
    action: request.action,
    resource: { resource: request.resource, accountId: request.account },
    // A list of one is what a key with a single value is given as.
    contextVariables: request.context,
  },
  identityPolicies: named(policies.identity ?? []),
  permissionBoundaryPolicies: policies.boundary && named(policies.boundary),
  sessionPolicy: policies.session?.[0],
  serviceControlPolicies: level(policies.service_control),
  resourceControlPolicies: level(policies.resource_control),
  resourcePolicy: policies.resource?.[0],
})

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const pair = JSON.parse(line)
  const answer = await runSimulation(simulation(pair), {})
  const { overallResult: decision, errors } = answer
  console.log(JSON.stringify(decision ? { id: pair.id, decision } : { id: pair.id, error: JSON.stringify(errors) }))
}
