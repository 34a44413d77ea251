using 'main.bicep'

import { areOnce, asRead, isAddress, isFirstOfMonth, isLong, isNumber, isOf, isPublicKey, isSite, shown } from 'types.bicep'

// Every value comes from the environment: `azd env set NAME VALUE` keeps it, and in a pipeline it is a variable of that name.
// What is missing or out of range ends here, with the name and an example, before anything is made.

// The limits of types.bicep do not see a number that comes as text, and name no setting, so they stand here once more; a test holds that
// they are the same.

@description('Number of the signing key.')
var signingKeyId = asRead(readEnvironmentVariable('TICKET_SIGNING_KEY_ID', '1'))

@description('Port of the SMTP server.')
var smtpPort = asRead(readEnvironmentVariable('SMTP_PORT', '587'))

@description('Requests at once.')
var requestsPerInstance = asRead(readEnvironmentVariable('REQUESTS_PER_INSTANCE', '500'))

@description('The ceiling of the bill.')
var instancesMax = asRead(readEnvironmentVariable('INSTANCES_MAX', '40'))

@description('Instances that wait for an opening.')
var alwaysReadyInstances = asRead(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '0'))

@description('What a day may log.')
var logMegabytesPerDay = asRead(readEnvironmentVariable('LOG_MEGABYTES_PER_DAY', '150'))

@description('What is kept of it.')
var tracesKeptPercent = asRead(readEnvironmentVariable('TRACES_KEPT_PERCENT', '10'))

@description('What a month may cost before somebody is told.')
var amount = asRead(readEnvironmentVariable('BUDGET_AMOUNT', '5'))

@description('One of the three sizes that there are.')
var memory = asRead(readEnvironmentVariable('INSTANCE_MEMORY_MB', '512'))

@description('What a region gives all instances of a subscription together, in MB, unless Microsoft raised it.')
var regionMemory = asRead(readEnvironmentVariable('REGION_MEMORY_MB', '512000'))

@description('The same size as a number; another has its own complaint.')
var memoryOfOne = contains(['512', '2048', '4096'], memory) ? int(memory) : 512

@description('One of the three rhythms that alerts have.')
var minutes = asRead(readEnvironmentVariable('ALERT_MINUTES', '15'))

// So do the words, and the forms that the site itself would refuse at its start, when everything is made.

@description('Of which deployment everything is.')
var environment = asRead(readEnvironmentVariable('AZURE_ENV_NAME', ''))

@description('The festival.')
var festivalId = asRead(readEnvironmentVariable('FESTIVAL_ID', ''))

@description('By which clocks its hours are meant.')
var timeZone = asRead(readEnvironmentVariable('FESTIVAL_TIME_ZONE', 'Asia/Almaty'))

@description('Keys of earlier tickets.')
var publicKeys = asRead(readEnvironmentVariable('TICKET_PUBLIC_KEYS', ''))

@description('The same, one by one.')
var eachPublicKey = filter(map(split(publicKeys, ','), one => trim(one)), one => !empty(one))

@description('Where guests reach it.')
var publicUrl = asRead(readEnvironmentVariable('PUBLIC_URL', ''))

@description('Who may sign in to the desk.')
var organizers = asRead(readEnvironmentVariable('ORGANIZERS', ''))

@description('The same, one by one.')
var eachOrganizer = filter(map(split(organizers, ','), one => trim(one)), one => !empty(one))

@description('Where the tables are.')
var elsewhere = asRead(readEnvironmentVariable('TABLES_ELSEWHERE', 'false'))

@description('How mails go.')
var mailer = asRead(readEnvironmentVariable('MAILER', 'SendGrid'))

@description('Where mails come from.')
var mailFrom = asRead(readEnvironmentVariable('MAIL_FROM', ''))

@description('Under which name.')
var fromName = asRead(readEnvironmentVariable('MAIL_FROM_NAME', ''))

@description('Where answers go.')
var replyTo = asRead(readEnvironmentVariable('MAIL_REPLY_TO', ''))

@description('By which server.')
var smtpHost = asRead(readEnvironmentVariable('SMTP_HOST', ''))

@description('As whom there.')
var smtpUser = asRead(readEnvironmentVariable('SMTP_USER', ''))

@description('How it is spoken to.')
var smtpSecurity = asRead(readEnvironmentVariable('SMTP_SECURITY', 'StartTls'))

@description('Who is told.')
var email = asRead(readEnvironmentVariable('ALERT_EMAIL', ''))

@description('When the budget began.')
var start = asRead(readEnvironmentVariable('BUDGET_START', ''))

@description('Who deploys.')
var deployer = asRead(readEnvironmentVariable('AZURE_PRINCIPAL_ID', ''))

@description('What that is.')
var principal = asRead(readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User'))

param environmentName = isLong(environment, 2, 40)
  ? environment
  : fail('AZURE_ENV_NAME must be 2 to 40 letters, not ${shown(environment)}. Example: art-energy')
// Of another region Bicep itself complains, with all that there are.
param location = readEnvironmentVariable('AZURE_LOCATION', 'centralindia')

param festival = {
  id: isLong(festivalId, 1, 40) && isOf(festivalId, 'abcdefghijklmnopqrstuvwxyz0123456789-')
    ? festivalId
    : fail('FESTIVAL_ID must be 1 to 40 of a-z, 0-9 and the hyphen, not ${shown(festivalId)}. Example: art-energy-almaty')
  timeZone: isLong(timeZone, 3, 40) && contains(split(loadTextContent('time-zones.txt'), [' ', '\n']), timeZone)
    ? timeZone
    : fail('FESTIVAL_TIME_ZONE must be one of infra/time-zones.txt, not ${shown(timeZone)}. Example: Asia/Almaty')
  publicUrl: isLong(publicUrl, 0, 200) && (empty(publicUrl) || isSite(publicUrl))
    ? publicUrl
    : fail('PUBLIC_URL must be an https address without a path, of at most 200 letters, not ${shown(publicUrl)}. Example: https://tickets.example.org')
  organizers: isLong(organizers, 6, 2000) && !empty(eachOrganizer) && empty(filter(
      eachOrganizer,
      one => !isAddress(one)
    ))
    ? organizers
    : fail('ORGANIZERS must be e-mail addresses with commas between, of at most 2000 letters, not ${shown(organizers)}. Example: aigerim@example.org,timur@example.org')
  signingKeyId: isNumber(signingKeyId, 1, 255)
    ? int(signingKeyId)
    : fail('TICKET_SIGNING_KEY_ID must be 1 to 255, not ${shown(signingKeyId)}. Example: 1')
  publicKeys: !isLong(publicKeys, 0, 2000) || !empty(filter(eachPublicKey, one => !isPublicKey(one)))
    ? fail('TICKET_PUBLIC_KEYS must be a number from 1 to 255, a colon and the public key of P-256, several with commas between, of at most 2000 letters. Example: 1:MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE and 88 more letters')
    : areOnce(concat([signingKeyId], map(eachPublicKey, one => split(one, ':')[0])))
        ? publicKeys
        : fail('TICKET_PUBLIC_KEYS has a number twice, or that of TICKET_SIGNING_KEY_ID: a new signing key takes a new number.')
  tablesElsewhere: elsewhere == 'true'
    ? true
    : elsewhere == 'false'
        ? false
        : fail('TABLES_ELSEWHERE must be true or false, not ${shown(elsewhere)}. Example: false')
}

param mail = {
  mailer: mailer == 'SendGrid'
    ? 'SendGrid'
    : mailer == 'Smtp' ? 'Smtp' : fail('MAILER must be SendGrid or Smtp, not ${shown(mailer)}. Example: SendGrid')
  from: isAddress(mailFrom)
    ? mailFrom
    : fail('MAIL_FROM must be one e-mail address, not ${shown(mailFrom)}. Example: tickets@example.org')
  fromName: isLong(fromName, 0, 100)
    ? fromName
    : fail('MAIL_FROM_NAME must be at most 100 letters, not ${shown(fromName)}. Example: Art Energy Almaty')
  replyTo: empty(replyTo) || isAddress(replyTo)
    ? replyTo
    : fail('MAIL_REPLY_TO must be one e-mail address, not ${shown(replyTo)}. Example: team@example.org')
  smtpHost: !isLong(smtpHost, 0, 200)
    ? fail('SMTP_HOST must be at most 200 letters, not ${shown(smtpHost)}. Example: smtp.example.org')
    : mailer != 'Smtp' || !empty(trim(smtpHost))
        ? smtpHost
        : fail('SMTP_HOST is missing: MAILER is Smtp. Example: smtp.example.org')
  smtpPort: isNumber(smtpPort, 1, 65535)
    ? int(smtpPort)
    : fail('SMTP_PORT must be 1 to 65535, not ${shown(smtpPort)}. Example: 587')
  smtpUser: isLong(smtpUser, 0, 254)
    ? smtpUser
    : fail('SMTP_USER must be at most 254 letters, not ${shown(smtpUser)}. Example: tickets@example.org')
  smtpSecurity: smtpSecurity == 'StartTls'
    ? 'StartTls'
    : smtpSecurity == 'Tls'
        ? 'Tls'
        : fail('SMTP_SECURITY must be StartTls or Tls, not ${shown(smtpSecurity)}. Example: StartTls, or Tls for port 465')
}

param scale = {
  instanceMemoryMB: memory == '512'
    ? 512
    : memory == '2048'
        ? 2048
        : memory == '4096'
            ? 4096
            : fail('INSTANCE_MEMORY_MB must be 512, 2048 or 4096, not ${shown(memory)}. Example: 512')
  requestsPerInstance: isNumber(requestsPerInstance, 500, 1000)
    ? int(requestsPerInstance)
    : fail('REQUESTS_PER_INSTANCE must be 500 to 1000, not ${shown(requestsPerInstance)}. Example: 500')
  instancesMax: !isNumber(instancesMax, 40, 1000)
    ? fail('INSTANCES_MAX must be 40 to 1000, not ${shown(instancesMax)}. Example: 40')
    : !isNumber(regionMemory, 20480, 100000000)
        ? fail('REGION_MEMORY_MB must be 20480 to 100000000, not ${shown(regionMemory)}. Example: 512000')
        : int(instancesMax) * memoryOfOne <= int(regionMemory)
            ? int(instancesMax)
            : fail('INSTANCES_MAX times INSTANCE_MEMORY_MB must be within the ${regionMemory} MB that a region gives a subscription, not ${int(instancesMax) * memoryOfOne}. Where Microsoft gave more, say it with REGION_MEMORY_MB.')
  alwaysReadyInstances: isNumber(alwaysReadyInstances, 0, 5)
    ? int(alwaysReadyInstances)
    : fail('ALWAYS_READY_INSTANCES must be 0 to 5, not ${shown(alwaysReadyInstances)}. Example: 1 on the morning of an opening')
  logMegabytesPerDay: isNumber(logMegabytesPerDay, 25, 5000)
    ? int(logMegabytesPerDay)
    : fail('LOG_MEGABYTES_PER_DAY must be 25 to 5000, not ${shown(logMegabytesPerDay)}. Example: 150')
  tracesKeptPercent: isNumber(tracesKeptPercent, 0, 100)
    ? int(tracesKeptPercent)
    : fail('TRACES_KEPT_PERCENT must be 0 to 100, not ${shown(tracesKeptPercent)}. Example: 10')
}

param alertEmail = isAddress(email)
  ? email
  : fail('ALERT_EMAIL must be one e-mail address, not ${shown(email)}. Example: team@example.org')
param alertMinutes = minutes == '5'
  ? 5
  : minutes == '15'
      ? 15
      : minutes == '60' ? 60 : fail('ALERT_MINUTES must be 5, 15 or 60, not ${shown(minutes)}. Example: 15')
param budgetAmount = isNumber(amount, 1, 10000)
  ? int(amount)
  : fail('BUDGET_AMOUNT must be 1 to 10000, not ${shown(amount)}. Example: 5')
param budgetStart = isFirstOfMonth(start)
  ? start
  : fail('BUDGET_START must be the first day of a month, not ${shown(start)}. Example: 2027-09-01')

param deployerId = isLong(deployer, 0, 36)
  ? deployer
  : fail('AZURE_PRINCIPAL_ID must be at most 36 letters, not ${shown(deployer)}. Example: 5f0c8bd5-0000-0000-0000-3c8b6e1d2f10')
param deployerType = principal == 'User'
  ? 'User'
  : principal == 'ServicePrincipal'
      ? 'ServicePrincipal'
      : principal == 'Group'
          ? 'Group'
          : fail('AZURE_PRINCIPAL_TYPE must be User, ServicePrincipal or Group, not ${shown(principal)}. Example: User')
