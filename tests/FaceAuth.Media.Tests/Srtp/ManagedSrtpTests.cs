using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Tests.Srtp;

/// <summary>The same where OpenSSL is not found.</summary>
public sealed class ManagedSrtpReceiverTests() : SrtpReceiverTests(CipherEngine.Managed);

/// <inheritdoc cref="ManagedSrtpReceiverTests"/>
public sealed class ManagedSrtpSenderTests() : SrtpSenderTests(CipherEngine.Managed);

/// <inheritdoc cref="ManagedSrtpReceiverTests"/>
public sealed class ManagedSrtpVectorTests() : SrtpVectorTests(CipherEngine.Managed);
