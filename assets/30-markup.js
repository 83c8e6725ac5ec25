/* What nothing speaks to is one component, with HTML that the server made and escaped (dashboard/components/markup.py). */
(function () {
  "use strict";
  window.helikopterview = {
    Piece: ({ tag, attributes, inner }) =>
      window.React.createElement(tag, { ...attributes, "data-piece": "", dangerouslySetInnerHTML: { __html: inner } }),
  };
})();
