namespace FaceAuth.Store.Contracts;

/// <summary>A person as one owner names them.</summary>
/// <param name="Id">The store's own id.</param>
/// <param name="Owner">Who may use it: "user:ID" for a signed-in user, "rp:ID" for a relying party.</param>
/// <param name="ExternalId">The owner's name for the person; 1–128 characters, unique for the owner.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="TemplateCount">Templates stored for it, over all models, but those found altered from outside.</param>
/// <param name="EnrolledAt">UTC; when the latest enrolment that is stored put a face here. Null where there is none.</param>
public sealed record Subject(
    Guid Id, string Owner, string ExternalId, DateTimeOffset CreatedAt, int TemplateCount, DateTimeOffset? EnrolledAt = null);
