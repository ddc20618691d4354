import { cpus } from 'node:os'
import { benchChecks, benchMixedApply } from './fleet.ts'
import { benchRequests } from './requests.ts'
import { benchStartUp } from './start-up.ts'

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ` +
    new Date().toISOString().slice(0, 10)
)
await benchStartUp()
await benchRequests()
await benchChecks()
await benchMixedApply()
