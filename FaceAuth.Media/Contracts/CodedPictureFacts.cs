namespace FaceAuth.Media.Contracts;

/// <summary>What is known of a whole coded picture without decoding it.</summary>
/// <param name="RtpTimestamp">90 kHz, as the sender wrote it.</param>
/// <param name="ReceivedAt">When its last packet arrived, on the clock of <see cref="TimeProvider.GetElapsedTime(long)"/> of 0.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="IsKeyframe">Whether it can be decoded by itself.</param>
public readonly record struct CodedPictureFacts(uint RtpTimestamp, TimeSpan ReceivedAt, int Bytes, bool IsKeyframe);
