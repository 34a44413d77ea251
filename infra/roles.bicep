metadata description = 'Who may do what: the site what it needs to run, the deployer what the hooks and the import need, nobody anything else.'

@description('The site\'s identity.')
param identityName string

@description('The storage account.')
param storageName string

@description('The vault.')
param vaultName string

@description('Where telemetry goes.')
param insightsName string

@description('Object id of the person or the pipeline that deploys; empty for nobody.')
param deployerId string

@description('What the deployer is.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string

@description('The Functions host keeps its locks and its own keys in blobs, and creates containers for them; the package is read from one.')
var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

@description('Put, read and delete messages; create the queues.')
var queueContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'

@description('Read and write rows; create the tables.')
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

@description('Read secrets.')
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

@description('Put and rotate secrets.')
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

@description('Send telemetry.')
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

@description('The site at its storage.')
resource siteAtStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobOwner, queueContributor, tableContributor]: {
    name: guid(account.id, identity.id, role)
    scope: account
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

@description('The site at the vault: it reads, and never writes.')
resource siteAtVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, secretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

@description('The site at its logs: it sends, and reads nothing.')
resource siteAtLogs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, metricsPublisher)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

@description('The deployer at the tables and queues: importing the programme, backup, erasure. Subscription owners do not have this by themselves.')
resource deployerAtStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in empty(deployerId) ? [] : [queueContributor, tableContributor]: {
    name: guid(account.id, deployerId, role)
    scope: account
    properties: {
      principalId: deployerId
      principalType: deployerType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

@description('The deployer at the vault: the hooks put missing secrets there.')
resource deployerAtVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}
