/** How the program names itself. A test compares these with package.json. */
export const actionName = 'sendgrid-enforced-tls-action'
export const actionVersion = '1.0.0'
export const actionRepository = 'enforced-tls/sendgrid-enforced-tls-action'
