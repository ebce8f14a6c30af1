namespace FaceAuth.Store.Contracts;

/// <summary>The store cannot do its work: the message says what is wrong and what to do. Nothing was half-written.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);
