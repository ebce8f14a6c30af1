namespace FaceAuth.Store.Contracts;

/// <summary>Whether a request is to be answered.</summary>
/// <param name="State">Whether.</param>
/// <param name="Id">Of what is kept.</param>
/// <param name="BegunAt">When it was begun, UTC.</param>
/// <param name="Answer">What it was answered with before; null where it was not.</param>
public sealed record AnswerBeginning(AnswerState State, Guid Id, DateTimeOffset BegunAt, string? Answer)
{
    /// <summary>Never prints the answer.</summary>
    public override string ToString() => $"AnswerBeginning {{ State = {State} }}";
}
