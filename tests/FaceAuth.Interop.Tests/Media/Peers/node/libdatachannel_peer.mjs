// A WebRTC peer made with libdatachannel: node libdatachannel_peer.mjs ADDRESS VP8|H264. A source that begins anew has another SSRC.
import rtc from 'node-datachannel';
import { answer, exchange, payloadType, startSource } from './source.mjs';

const name = 'libdatachannel';
const [address, codec] = process.argv.slice(2);
const pc = new rtc.PeerConnection('test', { iceServers: [], disableAutoNegotiation: true });
const video = new rtc.Video('video', 'SendOnly');
if (codec === 'H264') video.addH264Codec(payloadType);
else video.addVP8Codec(payloadType);
video.addSSRC(1001, 'camera', 'stream', 'track');
const track = pc.addTrack(video);
const channel = pc.createDataChannel('faceauth');

let source;
async function start(ssrc) {
  source?.stop();
  source = await startSource(codec, ssrc, (packet) => { if (track.isOpen()) track.sendMessageBinary(packet); });
}

let isOver = false;
function leave() {
  if (isOver) return;
  isOver = true;
  source?.stop();
  pc.close();
  console.log('left');
  setTimeout(() => { rtc.cleanup(); process.exit(0); }, 500);   // what closes it is still to be sent
}

track.onOpen(() => start(1001));
channel.onOpen(() => channel.sendMessage(`hello from ${name}`));
channel.onMessage((message) => answer(name, message, { restart: () => start(2002), leave, say: (text) => channel.sendMessage(text) }));
channel.onClosed(leave);
pc.onStateChange((state) => {
  console.log('connection', state);
  if (state === 'closed' || state === 'failed') leave();
});
pc.onGatheringStateChange(async (state) => {
  if (state === 'complete') pc.setRemoteDescription(await exchange(address, pc.localDescription().sdp), 'answer');
});
pc.setLocalDescription();
