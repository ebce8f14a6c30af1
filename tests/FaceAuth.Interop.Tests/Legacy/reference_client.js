// The reference system's own client code, as its manual gives it, unchanged.

// Get camera access
async function initCamera() {
    const stream = await navigator.mediaDevices.getUserMedia({
        video: { 
            width: 640, 
            height: 480,
            facingMode: 'user'
        }
    });
    
    const video = document.getElementById('video');
    video.srcObject = stream;
    return stream;
}

// Capture frame from video
function captureFrame(video) {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    
    const ctx = canvas.getContext('2d');
    ctx.drawImage(video, 0, 0);
    
    return canvas.toDataURL('image/jpeg', 0.8);
}

class FaceRecognitionClient {
    constructor(wsUrl) {
        this.ws = new WebSocket(wsUrl);
        this.setupEventHandlers();
    }
    
    setupEventHandlers() {
        this.ws.onmessage = (event) => {
            const data = JSON.parse(event.data);
            this.handleMessage(data);
        };
    }
    
    startEnrollment(userId) {
        this.ws.send(JSON.stringify({
            'type': 'start_enrollment',
            'user_id': userId
        }));
    }
    
    processFrame(frameData, sessionType) {
        this.ws.send(JSON.stringify({
            'type': 'process_frame',
            'frame_data': frameData,
            'session_type': sessionType
        }));
    }
    
    handleMessage(data) {
        switch(data.type) {
            case 'enrollment_progress':
                this.updateEnrollmentProgress(data.progress);
                break;
            case 'authentication_result':
                this.handleAuthResult(data.result);
                break;
            case 'liveness_check':
                this.handleLivenessCheck(data.status);
                break;
        }
    }
}

async function performEnrollment(userId) {
    const client = new FaceRecognitionClient('ws://localhost:8000/ws/face-recognition/');
    const stream = await initCamera();
    const video = document.getElementById('video');
    
    client.startEnrollment(userId);
    
    // Capture frames at intervals
    const frameCapture = setInterval(() => {
        const frameData = captureFrame(video);
        client.processFrame(frameData, 'enrollment');
    }, 100); // 10 FPS
    
    // Stop after enrollment completion
    client.ws.onmessage = (event) => {
        const data = JSON.parse(event.data);
        if (data.type === 'enrollment_complete') {
            clearInterval(frameCapture);
            stream.getTracks().forEach(track => track.stop());
        }
    };
}

async function performAuthentication() {
    const client = new FaceRecognitionClient('ws://localhost:8000/ws/face-recognition/');
    const stream = await initCamera();
    const video = document.getElementById('video');
    
    const frameCapture = setInterval(() => {
        const frameData = captureFrame(video);
        client.processFrame(frameData, 'authentication');
    }, 200); // 5 FPS for authentication
    
    client.ws.onmessage = (event) => {
        const data = JSON.parse(event.data);
        if (data.type === 'authentication_result') {
            if (data.result.success) {
                window.location.href = '/dashboard/';
            } else {
                showError('Authentication failed');
            }
            clearInterval(frameCapture);
            stream.getTracks().forEach(track => track.stop());
        }
    };
}
