namespace FaceAuth.Interop.Tests.Running;

/// <summary>A session as POST /v1/sessions answers it.</summary>
sealed record CreatedSession(Guid Id, string Token, string Nonce, string Hub);
