metadata description = 'A mail before the bill is a surprise.'

@description('Name of the budget.')
param name string

@description('Who is told.')
@minLength(6)
@maxLength(254)
param email string

@description('A month, in the currency of the subscription.')
@minValue(1)
@maxValue(10000)
param amount int

@description('First day of the month in which it was made.')
@minLength(10)
@maxLength(10)
param start string

@description('It warns; it stops nothing.')
resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      half: { enabled: true, operator: 'GreaterThan', threshold: 50, thresholdType: 'Actual', contactEmails: [email] }
      all: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Actual', contactEmails: [email] }
      soon: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
      }
    }
  }
}
