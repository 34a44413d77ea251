metadata description = 'The one place that holds secrets: the key that signs tickets, the guest key, the festival\'s secret, the mail provider\'s key.'

import { Tags } from 'types.bicep'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it lies.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('What is deleted can be had back for 90 days, and nobody can hurry that: without the guest key no ticket is found again.')
resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: subscription().tenantId
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }
}
