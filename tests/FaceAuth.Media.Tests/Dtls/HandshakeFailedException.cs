using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

sealed class HandshakeFailedException(DtlsFailure failure) : Exception(failure.ToString())
{
    public DtlsFailure Failure { get; } = failure;
}
