namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>What becomes of an enrolment whose subject has templates of other models only, with which nothing can be compared.</summary>
internal enum ModelChange
{
    /// <summary>It is refused: whoever may erase the subject does so first.</summary>
    Refuse,

    /// <summary>It is taken as a first enrolment: only who may enrol vouches for the face.</summary>
    Allow,
}
