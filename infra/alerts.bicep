metadata description = 'What a person must hear of: a poisoned message, mails that do not go, answers that are failures, storage that says "too much".'

import { Tags } from 'types.bicep'

@description('Begins the names of the rules.')
param name string

@description('Where the rules lie.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('Where logs are looked through.')
param workspaceName string

@description('Whose throttling is watched.')
param storageName string

@description('Whose failures are watched.')
param siteName string

@description('Who is told.')
@minLength(6)
@maxLength(254)
param email string

@description('How often logs are looked through.')
@allowed([5, 15, 60])
param minutes int

@description('As Azure writes it: how often, and how far back. A line of a log can be looked for some minutes after it was written, so each look goes over the last one\'s end.')
var rhythms = {
  '5': { often: 'PT5M', back: 'PT15M' }
  '15': { often: 'PT15M', back: 'PT30M' }
  '60': { often: 'PT1H', back: 'PT2H' }
}

@description('Answers of storage that mean: slower.')
var throttled = [
  'ServerBusyError'
  'ServerTimeoutError'
  'ClientThrottlingError'
  'ClientAccountRequestThrottlingError'
  'ClientAccountBandwidthThrottlingError'
  'SuccessWithThrottling'
]

@description('Troubles that only logs know, in one query over one table: a rule is what costs, and Azure takes no `union` in one. A row for each line with one of these beginnings; a test holds that the site still says them, and without an exception, which would go into another table.')
var query = '''
AppTraces
| extend Trouble = case(
    Message startswith "Messages failed five times", "A message failed five times",
    Message startswith "A mail of batch", "Mails do not go",
    Message startswith "A part of what a transaction promised", "Mails do not go",
    Message startswith "Mails are late or refused", "Mails do not go",
    "")
| where isnotempty(Trouble)
'''

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = {
  name: workspaceName
}

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: storageName
}

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: siteName
}

@description('Who is told, and how.')
resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'Esik'
    enabled: true
    emailReceivers: [{ name: 'team', emailAddress: email, useCommonAlertSchema: true }]
  }
}

@description('Told once for each trouble, by its name.')
resource inLogs 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${name}-troubles'
  location: location
  tags: tags
  properties: {
    displayName: 'Esik needs somebody'
    description: 'The trouble is named in the alert. docs/operating.md, "The day", says what to do.'
    enabled: true
    severity: 1
    scopes: [workspace.id]
    evaluationFrequency: rhythms[string(minutes)].often
    windowSize: rhythms[string(minutes)].back
    autoMitigate: true
    // The table comes with the first row that is written to it: looked at before, the query would end the first deployment.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: query
          timeAggregation: 'Count'
          dimensions: [{ name: 'Trouble', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

@description('Storage that is asked for more than it gives. Esik waits and repeats; guests may be told to come again.')
resource slower 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Storage answered "too much" more than 20 times in five minutes. docs/scaling.md says what binds and what to change.'
    enabled: true
    severity: 2
    scopes: [account.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricName: 'Transactions'
          dimensions: [{ name: 'ResponseType', operator: 'Include', values: throttled }]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 20
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

@description('Answers that are failures, as the platform counts them: a program that cannot start logs no request.')
resource failing 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-failing'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than ten requests in five minutes were answered by 500 or more. When the site\'s own logs say nothing, it does not start: its log stream says why.'
    enabled: true
    severity: 1
    scopes: [site.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'failing'
          metricName: 'Http5xx'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
