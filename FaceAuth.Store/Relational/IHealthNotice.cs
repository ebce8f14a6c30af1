namespace FaceAuth.Store.Relational;

/// <summary>What a part of the store has for the health check, beside what lies in the database.</summary>
internal interface IHealthNotice
{
    /// <summary>Why it does not work; null while it does.</summary>
    string? Problem();

    /// <summary>What its operator should know all the same.</summary>
    string? Words();
}
