using 'main.bicep'

import { areOnce, isAddress, isFirstOfMonth, isOf, isPublicKey, isSite } from 'types.bicep'

// Every value comes from the environment: `azd env set NAME VALUE` keeps it, and in a pipeline it is a variable of that name.
// One without a default must be there. What is out of range ends here, before Azure is asked for anything.

// The limits of types.bicep do not see a number that comes as text, so they stand here once more; a test holds that they are the same.

@description('Number of the signing key.')
var signingKeyId = int(readEnvironmentVariable('TICKET_SIGNING_KEY_ID', '1'))

@description('Port of the SMTP server.')
var smtpPort = int(readEnvironmentVariable('SMTP_PORT', '587'))

@description('Requests at once.')
var requestsPerInstance = int(readEnvironmentVariable('REQUESTS_PER_INSTANCE', '500'))

@description('The ceiling of the bill.')
var instancesMax = int(readEnvironmentVariable('INSTANCES_MAX', '40'))

@description('Instances that wait for an opening.')
var alwaysReadyInstances = int(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '0'))

@description('What a day may log.')
var logMegabytesPerDay = int(readEnvironmentVariable('LOG_MEGABYTES_PER_DAY', '150'))

@description('What is kept of it.')
var tracesKeptPercent = int(readEnvironmentVariable('TRACES_KEPT_PERCENT', '10'))

@description('What a month may cost before somebody is told.')
var amount = int(readEnvironmentVariable('BUDGET_AMOUNT', '5'))

@description('One of the three sizes that there are.')
var memory = readEnvironmentVariable('INSTANCE_MEMORY_MB', '512')

@description('What a region gives all instances of a subscription together, in MB, unless Microsoft raised it.')
var regionMemory = int(readEnvironmentVariable('REGION_MEMORY_MB', '512000'))

@description('The same size as a number; another has its own complaint.')
var memoryOfOne = contains(['512', '2048', '4096'], memory) ? int(memory) : 512

@description('One of the three rhythms that alerts have.')
var minutes = readEnvironmentVariable('ALERT_MINUTES', '15')

// So do the forms that the site itself would refuse at its start, when everything is made.

@description('The festival.')
var festivalId = readEnvironmentVariable('FESTIVAL_ID')

@description('By which clocks its hours are meant.')
var timeZone = readEnvironmentVariable('FESTIVAL_TIME_ZONE', 'Asia/Almaty')

@description('Keys of earlier tickets.')
var publicKeys = readEnvironmentVariable('TICKET_PUBLIC_KEYS', '')

@description('The same, one by one.')
var eachPublicKey = filter(map(split(publicKeys, ','), one => trim(one)), one => !empty(one))

@description('Where guests reach it.')
var publicUrl = readEnvironmentVariable('PUBLIC_URL', '')

@description('Who may sign in to the desk.')
var organizers = readEnvironmentVariable('ORGANIZERS')

@description('The same, one by one.')
var eachOrganizer = filter(map(split(organizers, ','), one => trim(one)), one => !empty(one))

@description('How mails go.')
var mailer = readEnvironmentVariable('MAILER', 'SendGrid')

@description('Where mails come from.')
var mailFrom = readEnvironmentVariable('MAIL_FROM')

@description('Where answers go.')
var replyTo = readEnvironmentVariable('MAIL_REPLY_TO', '')

@description('By which server.')
var smtpHost = readEnvironmentVariable('SMTP_HOST', '')

@description('Who is told.')
var email = readEnvironmentVariable('ALERT_EMAIL')

@description('When the budget began.')
var start = readEnvironmentVariable('BUDGET_START')

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION', 'centralindia')

param festival = {
  id: isOf(festivalId, 'abcdefghijklmnopqrstuvwxyz0123456789-')
    ? festivalId
    : fail('FESTIVAL_ID must be made of a-z, 0-9 and the hyphen, not ${festivalId}. Example: art-energy-almaty')
  timeZone: contains(split(loadTextContent('time-zones.txt'), [' ', '\n']), timeZone)
    ? timeZone
    : fail('FESTIVAL_TIME_ZONE must be one of infra/time-zones.txt, not ${timeZone}. Example: Asia/Almaty')
  publicUrl: empty(publicUrl) || isSite(publicUrl)
    ? publicUrl
    : fail('PUBLIC_URL must be an https address without a path, not ${publicUrl}. Example: https://tickets.example.org')
  organizers: !empty(eachOrganizer) && empty(filter(eachOrganizer, one => !isAddress(one)))
    ? organizers
    : fail('ORGANIZERS must be e-mail addresses with commas between. Example: aigerim@example.org,timur@example.org')
  signingKeyId: signingKeyId >= 1 && signingKeyId <= 255
    ? signingKeyId
    : fail('TICKET_SIGNING_KEY_ID must be 1 to 255, not ${signingKeyId}. Example: 1')
  publicKeys: !empty(filter(eachPublicKey, one => !isPublicKey(one)))
    ? fail('TICKET_PUBLIC_KEYS must be a number from 1 to 255, a colon and the public key of P-256, several with commas between. Example: 1:MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE and 88 more letters')
    : areOnce(concat([string(signingKeyId)], map(eachPublicKey, one => split(one, ':')[0])))
        ? publicKeys
        : fail('TICKET_PUBLIC_KEYS has a number twice, or that of TICKET_SIGNING_KEY_ID: a new signing key takes a new number.')
  tablesElsewhere: bool(readEnvironmentVariable('TABLES_ELSEWHERE', 'false'))
}

param mail = {
  mailer: mailer
  from: isAddress(mailFrom)
    ? mailFrom
    : fail('MAIL_FROM must be one e-mail address, not ${mailFrom}. Example: tickets@example.org')
  fromName: readEnvironmentVariable('MAIL_FROM_NAME', '')
  replyTo: empty(replyTo) || isAddress(replyTo)
    ? replyTo
    : fail('MAIL_REPLY_TO must be one e-mail address, not ${replyTo}. Example: team@example.org')
  smtpHost: mailer != 'Smtp' || !empty(trim(smtpHost))
    ? smtpHost
    : fail('SMTP_HOST is missing: MAILER is Smtp. Example: smtp.example.org')
  smtpPort: smtpPort >= 1 && smtpPort <= 65535
    ? smtpPort
    : fail('SMTP_PORT must be 1 to 65535, not ${smtpPort}. Example: 587')
  smtpUser: readEnvironmentVariable('SMTP_USER', '')
  smtpSecurity: readEnvironmentVariable('SMTP_SECURITY', 'StartTls')
}

param scale = {
  instanceMemoryMB: memory == '512'
    ? 512
    : memory == '2048'
        ? 2048
        : memory == '4096' ? 4096 : fail('INSTANCE_MEMORY_MB must be 512, 2048 or 4096, not ${memory}.')
  requestsPerInstance: requestsPerInstance >= 500 && requestsPerInstance <= 1000
    ? requestsPerInstance
    : fail('REQUESTS_PER_INSTANCE must be 500 to 1000, not ${requestsPerInstance}. Example: 500')
  instancesMax: instancesMax >= 40 && instancesMax <= 1000
    ? instancesMax * memoryOfOne <= regionMemory
        ? instancesMax
        : fail('INSTANCES_MAX times INSTANCE_MEMORY_MB must be within the ${regionMemory} MB that a region gives a subscription, not ${instancesMax * memoryOfOne}. Where Microsoft gave more, say it with REGION_MEMORY_MB.')
    : fail('INSTANCES_MAX must be 40 to 1000, not ${instancesMax}. Example: 40')
  alwaysReadyInstances: alwaysReadyInstances >= 0 && alwaysReadyInstances <= 5
    ? alwaysReadyInstances
    : fail('ALWAYS_READY_INSTANCES must be 0 to 5, not ${alwaysReadyInstances}. Example: 1 on the morning of an opening')
  logMegabytesPerDay: logMegabytesPerDay >= 25 && logMegabytesPerDay <= 5000
    ? logMegabytesPerDay
    : fail('LOG_MEGABYTES_PER_DAY must be 25 to 5000, not ${logMegabytesPerDay}. Example: 150')
  tracesKeptPercent: tracesKeptPercent >= 0 && tracesKeptPercent <= 100
    ? tracesKeptPercent
    : fail('TRACES_KEPT_PERCENT must be 0 to 100, not ${tracesKeptPercent}. Example: 10')
}

param alertEmail = isAddress(email)
  ? email
  : fail('ALERT_EMAIL must be one e-mail address, not ${email}. Example: team@example.org')
param alertMinutes = minutes == '5'
  ? 5
  : minutes == '15' ? 15 : minutes == '60' ? 60 : fail('ALERT_MINUTES must be 5, 15 or 60, not ${minutes}.')
param budgetAmount = amount >= 1 && amount <= 10000
  ? amount
  : fail('BUDGET_AMOUNT must be 1 to 10000, not ${amount}. Example: 5')
param budgetStart = isFirstOfMonth(start)
  ? start
  : fail('BUDGET_START must be the first day of a month, not ${start}. Example: 2027-09-01')

param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param deployerType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
