namespace FaceAuth.Store.Relational;

/// <summary>A row with an id and an authenticator over it.</summary>
internal interface IAuthenticatedRow
{
    Guid Id { get; }

    byte[] Authenticator { get; set; }
}
