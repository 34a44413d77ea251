metadata description = 'The function app on Flex Consumption, with every setting that it reads. Secrets are references into the vault.'

import { packages, FestivalOf, MailOf, ScaleOf, Tags } from 'types.bicep'

@description('Name of the app and its plan.')
param name string

@description('Where they lie.')
param location string

@description('Tags of all resources.')
param tags Tags

@description('Who the app is.')
param identityName string

@description('The account that holds the festival, and the app\'s package.')
param storageName string

@description('Where secrets are read.')
param vaultName string

@description('Where telemetry goes.')
param insightsName string

@description('The festival.')
param festival FestivalOf

@description('Its mails.')
param mail MailOf

@description('How much of it runs.')
param scale ScaleOf

@description('A reference that the platform resolves with the app\'s identity.')
func secret(vault string, name string) string => '@Microsoft.KeyVault(VaultName=${vault};SecretName=${name})'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

@description('Flex Consumption: paid by use, down to nothing.')
resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

@description('Esik.')
resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'site' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.instancesMax
        alwaysReady: scale.alwaysReadyInstances == 0
          ? []
          : [{ name: 'http', instanceCount: scale.alwaysReadyInstances }]
        triggers: { http: { perInstanceConcurrency: scale.requestsPerInstance } }
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${packages}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
    }
  }

  @description('No user name and password uploads anything,')
  resource noFtp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }

  @description('nor deploys anything.')
  resource noScm 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }

  @description('Every setting of the settings classes, and a few of the Functions host: a test compares the names.')
  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__accountName: account.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'

      TracesKeptPercent: string(scale.tracesKeptPercent)
      OtlpEndpoint: ''
      OtlpTransport: 'Grpc'
      OtlpHeaders: ''

      FestivalId: festival.id
      FestivalTimeZone: festival.timeZone
      PublicUrl: empty(festival.publicUrl) ? 'https://${site.properties.defaultHostName}' : festival.publicUrl
      Organizers: festival.organizers
      // The platform's own front end, and nobody before it.
      TrustedProxies: '1'
      DevPages: 'false'

      FestivalSecret: secret(vaultName, 'FestivalSecret')
      GuestKey: secret(vaultName, 'GuestKey')
      TicketSigningKey: secret(vaultName, 'TicketSigningKey')
      TicketSigningKeyId: string(festival.signingKeyId)
      TicketPublicKeys: festival.publicKeys
      TablesConnection: festival.tablesElsewhere ? secret(vaultName, 'TablesConnection') : ''

      Mailer: mail.mailer
      MailFrom: mail.from
      MailFromName: mail.fromName
      MailReplyTo: mail.replyTo
      MailFolder: ''
      SendGridApiKey: mail.mailer == 'SendGrid' ? secret(vaultName, 'SendGridApiKey') : ''
      SendGridHost: 'https://api.sendgrid.com'
      SmtpHost: mail.smtpHost
      SmtpPort: string(mail.smtpPort)
      SmtpUser: mail.smtpUser
      SmtpPassword: mail.mailer == 'Smtp' && !empty(mail.smtpUser) ? secret(vaultName, 'SmtpPassword') : ''
      SmtpSecurity: mail.smtpSecurity

      // What an instance keeps waiting for one slot before it asks guests to come again.
      WaitingPerSlotMax: '6000'

      // Each instance counts for itself, in windows of a minute.
      SignUpsPerMinutePerEmail: '10'
      SignUpsPerMinutePerRequestId: '10'
      SignUpsPerMinutePerAddress: '1200'
      ChangesPerMinutePerTicket: '20'
      PairingsPerMinutePerAddress: '600'
      ShortCodesPerMinutePerDevice: '30'
      GuestSearchesPerMinutePerDevice: '60'
      SignInLinksPerMinutePerAddress: '20'
      SignInLinksPerHourPerEmail: '6'
    }
  }
}

@description('For azd and the hooks.')
output name string = site.name

@description('Where guests reach it.')
output url string = empty(festival.publicUrl) ? 'https://${site.properties.defaultHostName}' : festival.publicUrl
