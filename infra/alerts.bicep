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

@description('Who is told.')
@minLength(6)
@maxLength(254)
param email string

@description('How often logs are looked through.')
@allowed([5, 15, 60])
param minutes int

@description('As Azure writes it.')
var window = minutes == 60 ? 'PT1H' : 'PT${minutes}M'

@description('Answers of storage that mean: slower.')
var throttled = [
  'ServerBusyError'
  'ServerTimeoutError'
  'ClientThrottlingError'
  'ClientAccountRequestThrottlingError'
  'ClientAccountBandwidthThrottlingError'
  'SuccessWithThrottling'
]

@description('Beginnings of what the site logs when mails do not go: a test holds that it still says so.')
var mailsFailing = [
  'A mail of batch'
  'A part of what a transaction promised'
  'Mails are late or refused'
]

@description('Troubles that only logs know, each with its query and how many there must be. A failed request may be counted twice, by the host and by the site.')
var looks = [
  {
    name: 'A message failed five times'
    query: '(StorageQueueLogs | where OperationName == "PutMessage" and Uri has "poison" | summarize Count = count())'
    least: 1
  }
  {
    name: 'Mails do not go'
    query: '(union isfuzzy=true AppTraces, AppExceptions | extend Said = strcat(column_ifexists("Message", ""), " ", tostring(column_ifexists("Properties", dynamic({})).FormattedMessage)) | where ${join(map(mailsFailing, words => 'Said contains "${words}"'), ' or ')} | summarize Count = count())'
    least: 1
  }
  {
    name: 'Requests fail'
    query: '(union isfuzzy=true (AppRequests | where toint(ResultCode) >= 500), (AppMetrics | where Name == "http.server.request.duration" and toint(tostring(Properties["http.response.status_code"])) >= 500) | summarize Count = sum(ItemCount))'
    least: 10
  }
]

@description('All of them in one query, since a rule is what costs: a row for each trouble that there is.')
var query = 'union isfuzzy=true ${join(map(looks, look => '(${look.query} | extend Trouble = "${look.name}", Least = ${look.least})'), ', ')} | where Count >= Least | project Trouble, Count'

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = {
  name: workspaceName
}

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: storageName
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
    evaluationFrequency: window
    windowSize: window
    autoMitigate: true
    // The tables come with the first row that is written to them.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: query
          timeAggregation: 'Total'
          metricMeasureColumn: 'Count'
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
