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

@description('One look through the logs each, which counts the troubles it finds. A failed request may be counted twice, by the host and by the site.')
var looks = [
  {
    name: 'poison'
    title: 'A message failed five times'
    text: 'A message was put into a poison queue: what it stands for was not done. docs/operating.md says how to look at it and send it again.'
    query: 'StorageQueueLogs | where OperationName == "PutMessage" and Uri has "poison" | summarize Troubles = count()'
    least: 1
    severity: 1
    // It stays until somebody has looked: the message stays too.
    ends: false
  }
  {
    name: 'mails'
    title: 'Mails do not go'
    text: 'Mails are late, refused, or could not be written. The organizers\' desk lists them, with what the provider said.'
    query: 'union isfuzzy=true AppTraces, AppExceptions | extend Said = strcat(column_ifexists("Message", ""), " ", tostring(column_ifexists("Properties", dynamic({})).FormattedMessage)) | where ${join(map(mailsFailing, words => 'Said contains "${words}"'), ' or ')} | summarize Troubles = count()'
    least: 1
    severity: 2
    ends: true
  }
  {
    name: 'failures'
    title: 'Requests fail'
    text: 'More than a few requests were answered with 5xx. 503 is storage that was busy or a programme that was not imported; 500 is a bug, and the log says where.'
    query: 'union isfuzzy=true (AppRequests | where toint(ResultCode) >= 500), (AppMetrics | where Name == "http.server.request.duration" and toint(tostring(Properties["http.response.status_code"])) >= 500) | summarize Troubles = sum(ItemCount)'
    least: 10
    severity: 2
    ends: true
  }
]

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

@description('Troubles that only logs know.')
resource inLogs 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for look in looks: {
    name: '${name}-${look.name}'
    location: location
    tags: tags
    properties: {
      displayName: look.title
      description: look.text
      enabled: true
      severity: look.severity
      scopes: [workspace.id]
      evaluationFrequency: window
      windowSize: window
      autoMitigate: look.ends
      // The tables come with the first row that is written to them.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: look.query
            timeAggregation: 'Total'
            metricMeasureColumn: 'Troubles'
            operator: 'GreaterThanOrEqual'
            threshold: look.least
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

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
