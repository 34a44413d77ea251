// Esik in Azure: one storage account, one Flex Consumption function app, one place for its logs. Deploy into a resource group:
//   az deployment group create --resource-group NAME --template-file infra/main.bicep --parameters festivalId=… publicUrl=… …
targetScope = 'resourceGroup'

@description('Begins the names of all resources.')
@minLength(3)
@maxLength(12)
param name string = 'esik'

@description('Where everything lies. Choose it with the guests\' personal data in mind.')
param location string = resourceGroup().location

@description('The id in the festival file.')
@minLength(1)
@maxLength(40)
param festivalId string

@description('The https address under which guests reach the site.')
@minLength(12)
param publicUrl string

@description('Addresses that may sign in to the organizers\' desk, separated by commas.')
param organizers string

@description('The address that mails come from; SendGrid must know its domain.')
param mailFrom string

@secure()
param sendGridApiKey string

@secure()
@description('32 random bytes in Base64, as `openssl rand -base64 32` gives them.')
@minLength(44)
param festivalSecret string

@secure()
@description('32 random bytes in Base64. It must never change during a festival: it is in the row keys.')
@minLength(44)
param guestKey string

@secure()
@description('The private key that signs tickets: P-256, PKCS#8, Base64 or PEM.')
@minLength(100)
param ticketSigningKey string

@description('How many instances a rush may ask for.')
@minValue(1)
@maxValue(100)
param instancesMax int = 40

var suffix = uniqueString(resourceGroup().id)

module storage 'storage.bicep' = {
  name: 'storage'
  params: { name: take('${name}${suffix}', 24), location: location }
}

module site 'site.bicep' = {
  name: 'site'
  params: {
    name: '${name}-${suffix}'
    location: location
    storageName: storage.outputs.name
    packagesUrl: storage.outputs.packagesUrl
    instancesMax: instancesMax
    settings: {
      FestivalId: festivalId
      PublicUrl: publicUrl
      Organizers: organizers
      Mailer: 'SendGrid'
      MailFrom: mailFrom
      TrustedProxies: '1'
    }
    secrets: {
      SendGridApiKey: sendGridApiKey
      FestivalSecret: festivalSecret
      GuestKey: guestKey
      TicketSigningKey: ticketSigningKey
    }
  }
}

output siteName string = site.outputs.name
output siteHost string = site.outputs.host
