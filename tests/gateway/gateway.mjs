// A real Wechaty gateway (PuppetServer) over a mock puppet, driven by JSON lines on stdin.
// Each line {"id", "do", ...} is answered by a line {"id", "ok"} or {"id", "error"} on stdout.
import { createInterface } from 'node:readline'
import { PuppetServer } from 'wechaty-puppet-service'
import { mock } from 'wechaty-puppet-mock'
import { BOT, WatchedPuppet } from './puppet.mjs'

const [endpoint, token, tls] = process.argv.slice(2)
const mocker = new mock.Mocker()
const puppet = new WatchedPuppet({ mocker })
const life = process.pid.toString(36)
const startedAt = Date.now()
let count = 0

function put (message) {
  const id = message.id ?? `m-${life}-${++count}`
  const payload = {
    timestamp: Date.now(),
    type: 7,
    mentionIdList: [],
    ...message,
    id,
  }
  mocker.MessageMock.create(payload)
  puppet.emit('message', { messageId: id })
  return id
}

const nextTick = () => new Promise(resolve => setImmediate(resolve))
const sleep = pause => new Promise(resolve => setTimeout(resolve, pause))

// Texts said in turn by people in rooms: `step` of them at once, then a `pause` (milliseconds).
async function flood ({ total, people, rooms, step, prefix, pause }) {
  for (let n = 0; n < total; n++) {
    const room = rooms[n % rooms.length]
    const talker = people[Math.floor(n / rooms.length) % people.length]
    put({ id: `${prefix}${n}`, roomId: room, talkerId: talker, text: `第 ${n} 句` })
    if ((n + 1) % step === 0) { await (pause ? sleep(pause) : nextTick()) }
  }
  return total
}

function createAll ({ people, rooms }) {
  for (const person of [{ id: BOT, name: '小管家' }, ...people]) {
    if (mocker.ContactMock.pool.has(person.id)) { continue }
    mocker.createContact({ phone: [], type: 1, gender: 0, avatar: '', ...person })
  }
  for (const room of rooms) { mocker.createRoom({ adminIdList: [], avatar: '', ...room }) }
  return { people: people.length, rooms: rooms.length }
}

const commands = {
  reset: () => { puppet.reset() },
  create: createAll,
  login: () => { puppet.login(BOT) },
  logout: () => puppet.logout('signed out on the phone'),
  forget: () => { puppet.signOutSilently() },
  scan: ({ qrcode }) => { mocker.scan(qrcode) },
  put: ({ message }) => put(message),
  flood,
  again: ({ ids }) => { for (const id of ids) { puppet.emit('message', { messageId: id }) } },
  emit: ({ event, payload }) => { puppet.emit(event, payload) },
  join: ({ room, people, by }) => { puppet.join(room, people, by) },
  leave: ({ room, people, by }) => { puppet.leave(room, people, by) },
  members: ({ room }) => mocker.roomPayload(room).memberIdList,
  topic: ({ room, topic, by }) => {
    mocker.RoomMock.load(room).topic(topic).by(mocker.ContactMock.load(by))
    puppet.outdate(room)
  },
  alias: ({ room, person, alias }) => { puppet.alias(room, person, alias) },
  rename: ({ person, name }) => { puppet.rename(person, name) },
  invite: ({ invitation }) => { puppet.invite(invitation) },
  break: ({ call, times, error }) => { puppet.faults.set(call, { times, error }) },
  answers: (how) => { Object.assign(puppet.answers, how) },
  attach: ({ message, attachment }) => { puppet.attachments.set(message, attachment) },
  file: ({ message, ...file }) => { puppet.files.set(message, { as: 'file', ...file }) },
  done: () => puppet.done,
  calls: () => Object.fromEntries(puppet.calls),
  memory: () => ({ rss: process.memoryUsage().rss, uptime: Date.now() - startedAt }),
  quit: () => { setImmediate(() => process.exit(0)) },
}

function tell (line) { process.stdout.write(JSON.stringify(line) + '\n') }

async function obey (line) {
  const { id, do: name, ...rest } = JSON.parse(line)
  try {
    tell({ id, ok: (await commands[name](rest)) ?? null })
  } catch (e) {
    tell({ id, error: String(e?.stack ?? e) })
  }
}

puppet.on('error', () => {})
const server = new PuppetServer({
  endpoint,
  puppet,
  token,
  tls: { disable: tls !== 'tls' },
})
await server.start()
const input = createInterface({ input: process.stdin })
input.on('line', line => { void obey(line) })
input.on('close', () => process.exit(0))
tell({ id: 'ready', ok: { pid: process.pid } })
