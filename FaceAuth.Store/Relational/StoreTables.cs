using Microsoft.EntityFrameworkCore.Metadata;

namespace FaceAuth.Store.Relational;

/// <summary>Which of the model's tables hold what a store keeps.</summary>
internal static class StoreTables
{
    /// <summary>Those that a copy fills before it says whose the database is, in no order.</summary>
    /// <remarks>Changes are news for indexes in memory, of which a copy has none.</remarks>
    public static IEnumerable<IEntityType> Copied(IModel model) => model.GetEntityTypes()
        .Where(type => type.ClrType != typeof(StoreInfoRow) && type.ClrType != typeof(ChangeRow));
}
