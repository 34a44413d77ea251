metadata description = 'Who the site is, to storage, to the vault and to the logs. It has no password that anybody could lose.'

import { Tags } from 'types.bicep'

@description('Name of the identity.')
param name string

@description('Where it lies.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('The site\'s own identity: it outlives the site, so its roles do.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}
