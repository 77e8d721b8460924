// Classic script in <head>: a remembered theme must be set before the first paint.
(() => {
  const KEY = 'scopeside.theme';
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is blocked: follow the system
    }
  };
  const theme = remembered();
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
})();
