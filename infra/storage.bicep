metadata description = 'The storage account: tables for slots and the festival, a queue for mails, a container for the program\'s package. Nobody opens it with a key.'

import { packages, Tags } from 'types.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it lies.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('Days within which something deleted can be had back. Tables have no such thing: scripts/backup is theirs.')
var daysToRegret = 14

@description('Locally redundant: three copies in one place. What a festival cannot lose is in its backup.')
resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowCrossTenantReplication: false
    accessTier: 'Hot'
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: daysToRegret }
      containerDeleteRetentionPolicy: { enabled: true, days: daysToRegret }
    }

    resource container 'containers' = {
      name: packages
      properties: { publicAccess: 'None' }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource slots 'tables' = { name: 'slots' }

    resource festivals 'tables' = { name: 'festivals' }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource mails 'queues' = { name: 'mails' }

    resource poison 'queues' = { name: 'mails-poison' }
  }
}
