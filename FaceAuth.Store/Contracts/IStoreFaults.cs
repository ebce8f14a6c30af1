namespace FaceAuth.Store.Contracts;

/// <summary>Tells a fault of the database from every other, for who uses the context directly, as ASP.NET Core Identity does.</summary>
public interface IStoreFaults
{
    /// <summary>What the database's own fault means, in the store's words; null for any other fault.</summary>
    StoreException? Explain(Exception fault);
}
