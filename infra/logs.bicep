metadata description = 'Application Insights over a Log Analytics workspace, with a cap on what a day may cost.'

import { Tags } from 'types.bicep'

@description('Name of both.')
param name string

@description('Where they lie.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('Megabytes a day, after which nothing more is taken until midnight UTC.')
@minValue(25)
@maxValue(5000)
param megabytesPerDay int

@description('Gigabytes, as the workspace wants them: Bicep has no fractions.')
var gigabytesPerDay = json('${megabytesPerDay / 1000}.${padLeft(megabytesPerDay % 1000, 3, '0')}')

@description('30 days cost nothing beyond taking them in.')
resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: gigabytesPerDay }
    features: { disableLocalAuth: true }
  }
}

@description('Takes what the site says of itself.')
resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // Whoever sends shows an identity; the connection string alone opens nothing.
    DisableLocalAuth: true
    // Callers' addresses are kept by nobody who does not need them.
    DisableIpMasking: false
  }
}
