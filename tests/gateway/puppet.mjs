// The mock puppet, with a memory of what was asked of it and with faults that tests can order.
import { Readable } from 'node:stream'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock } from 'wechaty-puppet-mock'
import { FileBox } from 'file-box'

export const BOT = 'bot'

// A file that is longer than anybody wants to hold.
function zeros (bytes) {
  const piece = Buffer.alloc(65536)
  return Readable.from((function * () {
    for (let left = bytes; left > 0; left -= piece.length) {
      yield left < piece.length ? piece.subarray(0, left) : piece
    }
  })())
}

export class WatchedPuppet extends PuppetMock {
  done = { posts: [], removed: [], added: [], announced: [], accepted: [] }
  calls = new Map()
  faults = new Map() // call -> { times, error }; error "hang" never answers
  answers = { dong: true, ids: false, lost: false } // lost: done, but never answered
  attachments = new Map() // message id -> link, mini-program or contact id
  files = new Map() // message id -> { as: "file" | "image", base64 | bytes | qrCode | url, name }
  aliases = new Map()
  invitations = new Map()

  async meet (call) {
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1)
    const fault = this.faults.get(call)
    if (!fault || fault.times <= 0) { return }
    fault.times -= 1
    if (fault.error === 'hang') { await new Promise(() => {}) }
    throw new Error(fault.error)
  }

  // ---- what the bot says ------------------------------------------------------------------

  async post (conversation, kind, message) {
    if (!this.isLoggedIn) { throw new Error('not logged in') }
    await this.meet(`post ${conversation}`)
    const room = /@/.test(conversation)
    if (room) { this.mocker.roomPayload(conversation) }
    const id = `own-${process.pid.toString(36)}-${this.done.posts.length}`
    this.done.posts.push({ id, to: conversation, kind, ...message })
    const payload = {
      id,
      talkerId: BOT,
      timestamp: Date.now(),
      type: PUPPET.types.Message[kind],
      text: message.text ?? '',
      filename: message.name ?? '',
      mentionIdList: message.mentions ?? [],
      ...(room ? { roomId: conversation } : { listenerId: conversation }),
    }
    this.mocker.MessageMock.create(payload)
    setImmediate(() => this.emit('message', { messageId: id }))
    if (this.answers.lost) { await new Promise(() => {}) }
    return this.answers.ids ? id : undefined
  }

  async messageSendText (conversation, text, mentions) {
    await this.meet('messageSendText')
    return this.post(conversation, 'Text', { text, mentions })
  }

  async messageSendFile (conversation, file) {
    await this.meet('messageSendFile')
    const size = (await file.toBuffer().catch(() => Buffer.alloc(0))).length
    return this.post(conversation, 'Attachment', { name: file.name, size, url: file.remoteUrl })
  }

  async messageSendUrl (conversation, link) {
    await this.meet('messageSendUrl')
    const id = await this.post(conversation, 'Url', { link })
    this.attachments.set(this.done.posts.at(-1).id, link)
    return id
  }

  async messageSendMiniProgram (conversation, card) {
    await this.meet('messageSendMiniProgram')
    const id = await this.post(conversation, 'MiniProgram', { card })
    this.attachments.set(this.done.posts.at(-1).id, card)
    return id
  }

  // ---- what the bot does ------------------------------------------------------------------

  async roomDel (room, person) {
    await this.meet('roomDel')
    if (!this.mocker.roomPayload(room).memberIdList.includes(person)) {
      throw new Error('contact not in room')
    }
    this.done.removed.push({ room, person })
    this.leave(room, [person], BOT)
  }

  async roomAdd (room, person) {
    await this.meet('roomAdd')
    this.done.added.push({ room, person })
    this.join(room, [person], BOT)
  }

  async roomAnnounce (room, text) {
    await this.meet('roomAnnounce')
    if (text === undefined || text === '') { return 'an announcement' }
    this.done.announced.push({ room, text })
  }

  async roomInvitationAccept (id) {
    await this.meet('roomInvitationAccept')
    const invitation = this.invitations.get(id)
    if (!invitation) { throw new Error(`no invitation ${id}`) }
    this.done.accepted.push(id)
    this.mocker.createRoom({ adminIdList: [], avatar: '', ...invitation.room })
    setImmediate(() => this.join(invitation.room.id, [BOT], invitation.inviterId))
  }

  // ---- what happens to it -----------------------------------------------------------------

  join (room, people, by) {
    const payload = this.mocker.roomPayload(room)
    payload.memberIdList = [...new Set([...payload.memberIdList, ...people])]
    this.outdate(room)
    this.emit('room-join', {
      inviteeIdList: people, inviterId: by ?? '', roomId: room, timestamp: Date.now(),
    })
  }

  leave (room, people, by) {
    const payload = this.mocker.roomPayload(room)
    payload.memberIdList = payload.memberIdList.filter(id => !people.includes(id))
    this.outdate(room)
    this.emit('room-leave', {
      removeeIdList: people, removerId: by ?? '', roomId: room, timestamp: Date.now(),
    })
  }

  outdate (room) {
    this.cache.room.delete(room)
    this.dirtyPayload(PUPPET.types.Dirty.Room, room)
  }

  invite (invitation) {
    this.invitations.set(invitation.id, invitation)
    this.emit('room-invite', { roomInvitationId: invitation.id })
  }

  alias (room, person, alias) {
    this.aliases.set(`${room}/${person}`, alias)
    this.dirtyPayload(PUPPET.types.Dirty.RoomMember, room)
  }

  rename (person, name) {
    this.mocker.contactPayload(person).name = name
    this.dirtyPayload(PUPPET.types.Dirty.Contact, person)
  }

  // A new stage for the next test.
  reset () {
    this.__currentUserId = undefined
    this.done = { posts: [], removed: [], added: [], announced: [], accepted: [] }
    this.answers = { dong: true, ids: false, lost: false }
    for (const memory of [this.calls, this.faults, this.attachments, this.files, this.aliases,
      this.invitations, this.mocker.ContactMock.pool, this.mocker.RoomMock.pool,
      this.mocker.MessageMock.pool, this.mocker.cacheContactPayload, this.mocker.cacheRoomPayload,
      this.mocker.cacheMessagePayload, ...Object.values(this.cache)]) {
      memory?.clear?.()
    }
  }

  // WeChat sometimes ends a web login and tells nobody.
  signOutSilently () { this.__currentUserId = undefined }

  ding (text) {
    if (this.answers.dong) { this.emit('dong', { data: text ?? '' }) }
  }

  // ---- what it tells ----------------------------------------------------------------------

  async messageRawPayload (id) {
    await this.meet('messageRawPayload')
    await this.meet(`messageRawPayload ${id}`)
    return super.messageRawPayload(id)
  }

  async roomList () {
    await this.meet('roomList')
    return (await super.roomList()).filter(
      id => this.mocker.roomPayload(id).memberIdList.includes(BOT))
  }

  async roomMemberRawPayload (room, person) {
    await this.meet('roomMemberRawPayload')
    const { id, name, avatar } = await this.contactPayload(person)
    return { id, name, avatar, roomAlias: this.aliases.get(`${room}/${person}`) ?? '' }
  }

  async roomInvitationRawPayload (id) {
    await this.meet('roomInvitationRawPayload')
    const { room, inviterId } = this.invitations.get(id)
    return {
      id,
      inviterId,
      topic: room.topic,
      avatar: '',
      invitation: '',
      receiverId: BOT,
      memberCount: room.memberIdList.length,
      memberIdList: room.memberIdList,
      timestamp: Date.now(),
    }
  }

  async messageFile (id) {
    await this.meet('messageFile')
    return this.fileBox(id, 'file')
  }

  async messageImage (id) {
    await this.meet('messageImage')
    return this.fileBox(id, 'image')
  }

  fileBox (id, as) {
    const file = this.files.get(id)
    if (!file || file.as !== as) { throw new Error(`no ${as} for message ${id}`) }
    const name = file.name ?? 'file.dat'
    if (file.qrCode) { return FileBox.fromQRCode(file.qrCode) }
    if (file.url) { return FileBox.fromUrl(file.url, { name, size: file.size }) }
    if (file.bytes) { return FileBox.fromStream(zeros(file.bytes), name) }
    return FileBox.fromBuffer(Buffer.from(file.base64, 'base64'), name)
  }

  async messageUrl (id) { return this.attachments.get(id) }
  async messageMiniProgram (id) { return this.attachments.get(id) }
  async messageContact (id) { return this.attachments.get(id) }
}
