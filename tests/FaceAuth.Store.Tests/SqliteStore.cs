namespace FaceAuth.Store.Tests;

/// <summary>A whole store on a real file in a folder of its own. Reopen it to see what stayed.</summary>
internal sealed class SqliteStore(string? folder, params (string Name, string Value)[] settings) : StoreUnderTest(folder, settings)
{
    public string DatabasePath => Path.Combine(Folder, "faceauth.db");

    /// <summary>A store that has not been initialised.</summary>
    public static SqliteStore Build(string? folder = null, params (string Name, string Value)[] settings) => new(folder, settings);

    public static Task<SqliteStore> OpenAsync(string? folder = null, params (string Name, string Value)[] settings) =>
        OpenedAsync(Build(folder, settings));
}
