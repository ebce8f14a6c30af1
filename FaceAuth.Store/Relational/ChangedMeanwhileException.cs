namespace FaceAuth.Store.Relational;

/// <summary>Another node changed what a transaction had looked at: it is undone and begun anew.</summary>
internal sealed class ChangedMeanwhileException() : Exception("Another node changed what was looked at.");
