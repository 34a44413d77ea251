metadata description = 'Esik in Azure: one resource group with one function app, one storage account, one vault, one place for logs. Nothing in it holds a secret but the vault.'

targetScope = 'subscription'

import { FestivalOf, MailOf, ScaleOf } from 'types.bicep'

@description('Names this deployment: its resource group is rg-NAME.')
@minLength(2)
@maxLength(40)
param environmentName string

@description('Where everything lies. These regions are known to have Flex Consumption; of them centralindia is the nearest to Almaty, 2,800 km. One that `az functionapp list-flexconsumption-locations` names besides is added here. Choose it with the guests\' personal data in mind: docs/operating.md.')
@allowed([
  'australiaeast'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'northcentralus'
  'northeurope'
  'southcentralus'
  'southeastasia'
  'swedencentral'
  'uksouth'
  'westcentralus'
  'westeurope'
  'westus2'
  'westus3'
])
param location string = 'centralindia'

@description('The festival, as its file says, and who may sign in to its desk.')
param festival FestivalOf

@description('How mails leave the house.')
param mail MailOf

@description('How much of it runs, and how much it may log.')
param scale ScaleOf

@description('Who hears of alerts.')
@minLength(6)
@maxLength(254)
param alertEmail string

@description('How often logs are looked through for trouble: about 0.50 dollars a month at 15 minutes, 1.50 at 5.')
@allowed([5, 15, 60])
param alertMinutes int = 15

@description('US dollars a month (or the currency of the subscription) at which the budget warns. It warns; it stops nothing.')
@minValue(1)
@maxValue(10000)
param budgetAmount int = 5

@description('First day of the month in which the budget was made, as 2027-09-01: Azure refuses to move it later.')
@minLength(10)
@maxLength(10)
param budgetStart string

@description('Object id of the person or the pipeline that deploys: it may put secrets into the vault and import the programme. Empty: nobody may.')
@maxLength(36)
param deployerId string = ''

@description('What the deployer is.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string = 'User'

@description('The same environment in the same subscription has the same names, and no other has them.')
var suffix = uniqueString(subscription().id, environmentName, location)

@description('Names are made here, so that a preview sees what belongs to what before anything exists.')
var names = {
  common: 'esik-${suffix}'
  storage: take('esik${suffix}', 24)
  vault: take('esik-${suffix}', 24)
}

@description('azd finds the resources of an environment by its tag.')
var tags = { 'azd-env-name': environmentName, festival: festival.id }

@description('Everything of one deployment: deleting it deletes all, except the vault\'s secrets for 90 days.')
resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  scope: group
  params: { name: names.common, location: location, tags: tags }
}

module logs 'logs.bicep' = {
  scope: group
  params: {
    name: names.common
    location: location
    tags: tags
    megabytesPerDay: scale.logMegabytesPerDay
  }
}

module storage 'storage.bicep' = {
  scope: group
  params: { name: names.storage, location: location, tags: tags }
}

module vault 'vault.bicep' = {
  scope: group
  params: { name: names.vault, location: location, tags: tags }
}

module roles 'roles.bicep' = {
  scope: group
  dependsOn: [identity, logs, storage, vault]
  params: {
    identityName: names.common
    storageName: names.storage
    vaultName: names.vault
    insightsName: names.common
    deployerId: deployerId
    deployerType: deployerType
  }
}

module site 'site.bicep' = {
  scope: group
  // Without its roles the site could not read its own package.
  dependsOn: [roles]
  params: {
    name: names.common
    location: location
    tags: tags
    identityName: names.common
    storageName: names.storage
    vaultName: names.vault
    insightsName: names.common
    festival: festival
    mail: mail
    scale: scale
  }
}

module alerts 'alerts.bicep' = {
  scope: group
  dependsOn: [logs, storage, site]
  params: {
    name: names.common
    location: location
    tags: tags
    workspaceName: names.common
    storageName: names.storage
    siteName: names.common
    email: alertEmail
    minutes: alertMinutes
  }
}

module budget 'budget.bicep' = {
  scope: group
  params: { name: names.common, email: alertEmail, amount: budgetAmount, start: budgetStart }
}

@description('azd and the hooks read these.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app.')
output SITE_NAME string = site.outputs.name

@description('Where guests reach it, until it has a domain of its own.')
output SITE_URL string = site.outputs.url

@description('Where the hooks put secrets.')
output VAULT_NAME string = names.vault

@description('The storage account: what scripts/programme opens by AzureWebJobsStorage__accountName.')
output STORAGE_NAME string = names.storage

@description('azd keeps it with the environment, and forgets it with `azd down`: the next budget begins in its own month.')
output BUDGET_START string = budgetStart
