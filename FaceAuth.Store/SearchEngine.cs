namespace FaceAuth.Store;

/// <summary>What names the candidates of a search; the database's float vectors decide with every one.</summary>
public enum SearchEngine
{
    /// <summary>Memory while a gallery fits into it; beyond, pgvector's index where one was made.</summary>
    Auto,

    /// <summary>Codes in memory; a gallery that does not fit is read row by row.</summary>
    Memory,

    /// <summary>PostgreSQL with pgvector: its HNSW index, and exact ordering where there is none or few templates.</summary>
    PgVector,
}
