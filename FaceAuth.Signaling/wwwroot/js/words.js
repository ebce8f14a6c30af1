// What codes of the account mean to a person; those of a session have their words in <face-auth>.

const refusedFields = { bad_user_name: "user-name", name_taken: "user-name", bad_password: "password", login_failed: "password" };

/** The field of the sign-in form that a refusal is about; undefined where it is about none. */
export const refusedField = code => refusedFields[code];

export const partNames = { models: "Models", store: "Store", media: "Video" };

/** The stages of looking at a picture. */
export const stageNames = {
  detect: "Find the face", landmarks: "Find eyes and mouth", quality: "Good enough?", obstacle: "Covered?", antispoof: "Alive?",
  embed: "Describe the face", decide: "Decide",
};
