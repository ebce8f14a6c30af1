namespace FaceAuth.Store.Protection;

/// <summary>Subjects with their templates.</summary>
internal interface ISubjectRows : IRenewedRows;
