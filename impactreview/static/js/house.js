// The one entry for pages. Each module looks for its own marks and does nothing where there are none.
import "./askif.js";
import "./autosave.js";
import "./copy.js";
import "./dirty.js";
import "./filesize.js";
import "./preview.js";
import "./rows.js";
