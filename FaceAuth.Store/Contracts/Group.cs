namespace FaceAuth.Store.Contracts;

/// <summary>Some of an owner's subjects, searched by themselves.</summary>
/// <param name="Id">The store's own id.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Name">The owner's name for it; 1–64 characters, unique for the owner.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="MemberCount">Subjects in it.</param>
public sealed record Group(Guid Id, string Owner, string Name, DateTimeOffset CreatedAt, int MemberCount);
