namespace FaceAuth.Store.Contracts;

/// <summary>Tells which templates a subject has; nothing of the face is opened. Safe from many threads.</summary>
public interface ITemplateList
{
    /// <summary>A page of a subject's templates of every model; an altered one is left out and reported.</summary>
    /// <param name="subjectId">Whose.</param>
    /// <param name="after">The <see cref="TemplatePage.Last"/> of the page before; null for the first.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<TemplatePage> ListAsync(Guid subjectId, Guid? after, int count, CancellationToken cancellation);
}
