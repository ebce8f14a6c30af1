// A WebRTC peer made with werift: node werift_peer.mjs ADDRESS VP8|H264. Of a source that begins anew it carries the clock on.
import { MediaStreamTrack, RTCPeerConnection, useH264, useVP8 } from 'werift';
import { answer, exchange, startSource } from './source.mjs';

const name = 'werift';
const [address, codec] = process.argv.slice(2);
const pc = new RTCPeerConnection({ iceServers: [], codecs: { video: [codec === 'H264' ? useH264() : useVP8()] } });
const sender = pc.addTransceiver(new MediaStreamTrack({ kind: 'video' }), { direction: 'sendonly' }).sender;
const channel = pc.createDataChannel('faceauth');

let source;
async function start(ssrc) {
  source?.stop();
  const track = new MediaStreamTrack({ kind: 'video' });
  await sender.replaceTrack(track);
  source = await startSource(codec, ssrc, (packet) => track.writeRtp(packet));
}

let isOver = false;
async function leave() {
  if (isOver) return;
  isOver = true;
  source?.stop();
  await pc.close();
  console.log('left');
  process.exit(0);
}

channel.stateChanged.subscribe((state) => {
  console.log('channel', state);
  if (state === 'open') channel.send(`hello from ${name}`);
  if (state === 'closed') leave();
});
channel.onMessage.subscribe((message) =>
  answer(name, message.toString(), { restart: () => start(2002), leave, say: (text) => channel.send(text) }));
pc.connectionStateChange.subscribe((state) => {
  console.log('connection', state);
  if (state === 'connected') start(1001);
  if (state === 'closed' || state === 'failed' || state === 'disconnected') leave();
});
await pc.setLocalDescription(await pc.createOffer());
await pc.setRemoteDescription({ type: 'answer', sdp: await exchange(address, pc.localDescription.sdp) });
