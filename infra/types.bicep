metadata description = 'What the parameters are made of, with their limits: what is out of range fails before anything is created.'

@export()
@description('The festival, as its file says, and who may sign in to its desk.')
type FestivalOf = {
  @description('The id in the festival file.')
  @minLength(1)
  @maxLength(40)
  id: string

  @description('The time zone in the festival file, by its IANA name. The site refuses to import a file that says otherwise: all hours would be wrong.')
  @minLength(3)
  @maxLength(40)
  timeZone: string

  @description('The https address under which guests reach the site; empty for Azure\'s own name for it.')
  @maxLength(200)
  publicUrl: string

  @description('Addresses that may sign in to the desk, separated by commas.')
  @minLength(6)
  @maxLength(2000)
  organizers: string

  @description('Number of the key that signs tickets: a new key in the vault takes a new number.')
  @minValue(1)
  @maxValue(255)
  signingKeyId: int

  @description('Public keys of earlier numbers, as id:base64 separated by commas, so that their tickets stay good.')
  @maxLength(2000)
  publicKeys: string

  @description('Whether the tables are in another account, such as one of Cosmos DB, whose connection string is the secret TablesConnection in the vault.')
  tablesElsewhere: bool
}

@export()
@description('How mails leave the house. The key or the password lies in the vault, never here.')
type MailOf = {
  @description('SendGrid (the vault has SendGridApiKey) or Smtp (the vault has SmtpPassword when there is a user).')
  mailer: 'SendGrid' | 'Smtp'

  @description('The address that mails come from; the provider must know its domain.')
  @minLength(6)
  @maxLength(254)
  from: string

  @description('The name that mails come from; empty for the festival\'s own.')
  @maxLength(100)
  fromName: string

  @description('Where answers go; empty for the sender.')
  @maxLength(254)
  replyTo: string

  @description('Host of the SMTP server; empty with SendGrid.')
  @maxLength(200)
  smtpHost: string

  @description('Port of the SMTP server.')
  @minValue(1)
  @maxValue(65535)
  smtpPort: int

  @description('Who signs in to the SMTP server; empty when it asks for nobody.')
  @maxLength(254)
  smtpUser: string

  @description('How the SMTP server is spoken to.')
  smtpSecurity: 'StartTls' | 'Tls'
}

@export()
@description('How much of it runs, and how much it may log. Reasons and costs: docs/operating.md.')
type ScaleOf = {
  @description('Memory of one instance, in MB; its share of a processor grows with it.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Requests that one instance takes at once. The platform\'s own 16 would cut the groups in which sign-ups are stored to 16.')
  @minValue(500)
  @maxValue(1000)
  requestsPerInstance: int

  @description('Instances that a rush may ask for: the ceiling of the bill.')
  @minValue(40)
  @maxValue(1000)
  instancesMax: int

  @description('Instances that wait, paid, for an opening that everybody comes to at once; 0 at all other times.')
  @minValue(0)
  @maxValue(5)
  alwaysReadyInstances: int

  @description('Megabytes of logs a day, after which Azure takes no more until midnight UTC. 5 GB a month are free.')
  @minValue(25)
  @maxValue(5000)
  logMegabytesPerDay: int

  @description('Traces of a hundred that are kept. Measures and logs are always whole, since alerts live on them.')
  @minValue(0)
  @maxValue(100)
  tracesKeptPercent: int
}

@export()
@description('Whether a text is made of these letters alone.')
func isOf(text string, letters string) bool =>
  empty(filter(range(0, length(text)), place => !contains(letters, substring(text, place, 1))))

@export()
@description('The text as it stands, but no constant any more: of a constant Bicep itself finds that it does not fit, and names neither the setting nor an example.')
func asRead(text string) string => text

@export()
@description('Whether it is as long as this, or as short.')
func isLong(text string, least int, most int) bool => length(text) >= least && length(text) <= most

@export()
@description('The text as a complaint shows it.')
func shown(text string) string =>
  empty(text) ? 'an empty text' : length(text) > 80 ? 'a text of ${length(text)} letters' : text

@export()
@description('Whether it is one e-mail address, as the site reads those of its guests: what it would refuse at its start is refused here.')
func isAddress(text string) bool =>
  length(text) <= 254 && length(split(text, '@')) == 2 && isMailbox(split(text, '@')[0]) && isDomain(split(text, '@')[1])

@export()
@description('Whether it is an https address of nothing but a domain, and perhaps a port.')
func isSite(text string) bool =>
  startsWith(text, 'https://') && isHost(split(text, '/')[2]) && join(skip(split(text, '/'), 3), '/') == ''

@description('Whether it can stand before the @: letters of ASCII, and dots between them alone.')
func isMailbox(text string) bool =>
  length(text) <= 64 && empty(filter(split(text, '.'), part => empty(part))) && isOf(
    toLower(text),
    'abcdefghijklmnopqrstuvwxyz0123456789!#$%&\'*+-/=?^_`{|}~.'
  )

@description('Whether it is the name of a domain, with a port or without.')
func isHost(text string) bool =>
  isDomain(split(text, ':')[0]) && (!contains(text, ':') || isNumber(join(skip(split(text, ':'), 1), ':'), 1, 65535))

@description('Whether it can be the name of a domain: two parts or more, and the last one no number. Of letters outside ASCII those of Kazakh and Russian.')
func isDomain(text string) bool =>
  contains(text, '.') && empty(filter(split(toLower(text), '.'), part => !isPart(part))) && !isOf(
    last(split(text, '.')),
    '0123456789'
  )

@description('Whether it can be one part of such a name.')
func isPart(text string) bool =>
  !empty(text) && length(text) <= 63 && !startsWith(text, '-') && !endsWith(text, '-') && isOf(
    text,
    'abcdefghijklmnopqrstuvwxyz0123456789-абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі'
  )

@export()
@description('Whether it is a whole number within these limits: `int` of anything else would end without a word of which setting it was.')
func isNumber(text string, least int, most int) bool =>
  isLong(text, 1, 9) && isOf(text, '0123456789') && text == string(int(text)) && int(text) >= least && int(text) <= most

@export()
@description('Whether it is a number from 1 to 255, a colon, and the public half of a P-256 key as it begins and as long as it is.')
func isPublicKey(text string) bool =>
  length(split(text, ':')) == 2 && contains(map(range(1, 255), number => string(number)), split(text, ':')[0]) && take(
    last(split(text, ':')),
    36
  ) == 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE' && length(last(split(text, ':'))) == 124 && endsWith(text, '==') && isOf(
    replace(last(split(text, ':')), '==', ''),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  )

@export()
@description('Whether none of them stands twice.')
func areOnce(texts string[]) bool => length(union(texts, [])) == length(texts)

@export()
@description('Whether it is the first day of a month, as 2027-09-01.')
func isFirstOfMonth(text string) bool =>
  length(text) == 10 && isOf(replace(text, '-', ''), '0123456789') && substring(text, 4, 1) == '-' && contains(
    ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'],
    substring(text, 5, 2)
  ) && endsWith(text, '-01')

@export()
@description('What every resource is marked with.')
type Tags = {
  @description('Any name, any text.')
  *: string
}

@export()
@description('The container into which deployments are put, and from which the site reads its package.')
var packages = 'packages'
