// The reference system's own examples of both sockets, as its manual gives them, unchanged.

// Connect to face recognition WebSocket
const ws = new WebSocket('ws://localhost:8000/ws/face-recognition/');

// Send frame for processing
ws.send(JSON.stringify({
    'type': 'process_frame',
    'frame_data': base64_image_data,
    'session_type': 'enrollment'  // or 'authentication'
}));

// Connect to WebRTC signaling
const signalingWs = new WebSocket('ws://localhost:8000/ws/webrtc-signaling/');

// Send WebRTC offer
signalingWs.send(JSON.stringify({
    'type': 'offer',
    'offer': rtcOffer
}));
