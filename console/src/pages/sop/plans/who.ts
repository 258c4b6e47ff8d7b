// Who brought a text of a plan in, as the API names them.

/** The author of what was saved in the file itself, not by anybody's name. */
export const NOBODY = "file";
