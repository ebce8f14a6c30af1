// A test picture as RTP, encoded by FFmpeg in real time with a key picture every second.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';

const encoders = {
  VP8: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '600k', '-g', '15'],
  H264: ['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-tune', 'zerolatency', '-b:v', '600k', '-g', '15',
    '-bsf:v', 'dump_extra'],
};

export const payloadType = 96;

/** Starts one; what it sends is given to `take`. Each has a sequence, a clock and the SSRC of its own. */
export async function startSource(codec, ssrc, take) {
  const socket = createSocket('udp4');
  socket.on('message', take);
  await new Promise((bound) => socket.bind(0, '127.0.0.1', bound));
  const encoder = spawn('ffmpeg', [
    '-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=15', '-pix_fmt', 'yuv420p', ...encoders[codec],
    '-payload_type', String(payloadType), '-ssrc', String(ssrc), '-f', 'rtp', `rtp://127.0.0.1:${socket.address().port}?pkt_size=1200`,
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  encoder.on('error', (fault) => { throw fault; });
  return { stop() { encoder.kill(); socket.close(); } };
}

/** Hands over the offer; as WHIP (RFC 9725) where the address has a path, and says what the session is to be ended by. */
export async function exchange(address, sdp) {
  const isWhip = new URL(address).pathname !== '/';
  const answer = await (isWhip
    ? fetch(address, { method: 'POST', body: sdp, headers: { 'Content-Type': 'application/sdp', Authorization: process.env.WHIP } })
    : fetch(address + '/offer', { method: 'POST', body: sdp }));
  const text = await answer.text();
  if (isWhip) console.log('session', answer.status, new URL(answer.headers.get('location') ?? '', address).href);
  if (!answer.ok) throw new Error(text);
  return text;
}

/** What the other side asks for on the channel: the source begins anew, this side leaves, or it says what it heard. */
export function answer(name, message, { restart, leave, say }) {
  if (message === 'leave') leave();
  else if (message === 'restart') restart().then(() => say(`${name} began anew`));
  else say(`${name} heard ${message}`);
}
