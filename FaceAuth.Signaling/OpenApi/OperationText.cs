namespace FaceAuth.Signaling.OpenApi;

/// <summary>Endpoint metadata: what an operation is called and does.</summary>
/// <param name="Id">Its id, unlike every other: generated clients name their methods for it.</param>
/// <param name="Summary">What it does, a few words.</param>
/// <param name="Text">What else a caller should know; Markdown.</param>
internal sealed record OperationText(string Id, string Summary, string? Text);

/// <summary>Endpoint metadata: a body that is taken.</summary>
internal sealed record RequestExample(object Value);

/// <summary>Endpoint metadata: the fields that a handler reads by itself, from JSON or a form.</summary>
/// <remarks>What the framework knows as accepted would keep other bodies from the handler, which has its own answers to them.</remarks>
internal sealed record FieldsTaken(Type Type)
{
    /// <summary>As what they may come.</summary>
    public static readonly string[] MediaTypes = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];
}

/// <summary>Endpoint metadata: an answer that is given.</summary>
internal sealed record AnswerExample(int Status, object Value);

/// <summary>Endpoint metadata: refusals that cannot be told from the rest of it.</summary>
internal sealed record Refusing(params IReadOnlyList<Errors.Refusal> Refusals);

/// <summary>Endpoint metadata: the one kind of caller that it is for, where its policy lets others reach it.</summary>
/// <param name="Scheme">One of <see cref="Security.Schemes"/>.</param>
internal sealed record OnlyFor(string Scheme);
